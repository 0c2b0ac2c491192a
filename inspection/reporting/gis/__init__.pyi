from .geopackage import write_geopackage as write_geopackage
from .layers import COLUMNS as COLUMNS
from .layers import CRS as CRS
from .layers import LayerName as LayerName
from .layers import Layers as Layers
from .layers import week_layers as week_layers
