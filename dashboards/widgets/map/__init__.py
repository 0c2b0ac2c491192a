"""Parts of the risk map: the map, the workplaces of a cell, and what became of one of them."""
