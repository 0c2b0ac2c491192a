from .forgetting import Sent as Sent
from .forgetting import forget_all_of as forget_all_of
from .forgetting import forget_old_texts as forget_old_texts
from .forgetting import forget_sent as forget_sent
from .forgetting import forget_texts as forget_texts
from .keeping import Kept as Kept
from .keeping import keep_text as keep_text
from .keeping import kept_texts as kept_texts
