from . import test_dev_loader
from . import test_dev_log
from . import test_reactivation_customer
