from .beside import Beside as Beside
from .bundled import files_of as files_of
from .cases import case_copies as case_copies
from .lists import list_copy as list_copy
from .looking import Look as Look
from .looking import Made as Made
from .notices import notice_copies as notice_copies
