"""Parts that every screen uses: header, notices, tables, looks that leave an entry."""
