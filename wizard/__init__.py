from . import base_partner_merge
from . import reactivation_credit_correction
from . import reactivation_settings
from . import res_config_settings
from . import reactivation_renunciation_end
from . import reactivation_enroll
from . import reactivation_no_go
from . import reactivation_objective_year
