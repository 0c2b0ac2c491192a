from .agreeing import record_agreement as record_agreement
from .considering import consider as consider
from .notices import ChainNotice as ChainNotice
from .notices import notices as notices
from .printing import Copy as Copy
from .printing import notice_pdf as notice_pdf
from .proposing import propose as propose
from .signing import sign as sign
