"""The field form: a page that works on site with the network off, and the routes that it speaks with."""
