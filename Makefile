# The commands of the developer; each sets up what it needs in .odoo/ by itself.
# Variables: ORDERS=file.csv[.gz] SHIFT=1 PORT=8069 SERVE=0 TESTS="tests/test_x.py" DB=name SIZE=s ONLY=line
#            ODOO_DIR=/path/to/odoo PYTHON=/path/to/python3 PG_BIN=/path/to/bin

export ORDERS SHIFT PORT SERVE DB SIZE ONLY ODOO_DIR PYTHON PG_BIN
PYTHON3 := $(or $(PYTHON),python3)

.PHONY: help run test test-odoo lint format shell bench trust screenshots wheel wheel-check stop clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14
	@sed -n 's/^# \(Variables:\)/\n\1/p; s/^#   \( .*\)/\1/p' $(MAKEFILE_LIST)

run: ## serve a demo company (ORDERS=file: somebody's own orders; SERVE=0: only prepare)
	@$(PYTHON3) dev/run

test: ## run all tests, or TESTS="tests/test_x.py", or TESTS=/crm_reactivation:TestX
	@$(PYTHON3) dev/test $(TESTS)

test-odoo: ## run Odoo's own tests with the module installed (half an hour)
	@$(PYTHON3) dev/test-odoo

lint: ## check format and style of everything, without a warning left
	@$(PYTHON3) dev/lint

format: ## put Python and XML files into the format that lint checks
	@$(PYTHON3) dev/lint --fix

shell: ## Python with `env` on the demo database (or DB=name)
	@$(PYTHON3) dev/shell

trust: ## people, schedulers and SIGKILL during a refresh (SIZE=s|m, ONLY=proof,…)
	@$(PYTHON3) dev/trust/run

bench: ## measure speed (SIZE=s|m|l, ONLY=line,…); ORDERS=file: how well your log is ranked
	@$(PYTHON3) bench/run

screenshots: ## take the pictures of static/description/screenshots again
	@dev/odoo-python dev/screenshots.py

wheel: ## build the installable package of the add-on into dist/
	@$(PYTHON3) dev/wheel

wheel-check: ## build the package, install it with pip in a fresh environment, and use it
	@$(PYTHON3) dev/wheel --check

stop: ## stop the database server (any command starts it again)
	@$(PYTHON3) dev/postgres stop

clean: ## stop the database server and delete .odoo/ with all databases
	@$(PYTHON3) dev/postgres remove && rm -rf dist
