"""All that is synthetic, and the only place that writes registers; nothing but the command imports it."""
