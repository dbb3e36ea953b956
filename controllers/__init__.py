from . import answer
from . import consent
