from .hearing import hear as hear
from .notices import as_the_house as as_the_house
