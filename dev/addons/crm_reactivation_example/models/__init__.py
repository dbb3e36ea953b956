from . import reactivation_example_sample
from . import reactivation_signal
from . import reactivation_policy_rule
from . import reactivation_assessment
from . import reactivation_channel
from . import reactivation_touch
