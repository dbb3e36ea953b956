from . import test_dev_loader
from . import test_dev_log
from . import test_probability
from . import test_reactivation_customer
from . import test_refresh_oracle
from . import test_refresh_writes
