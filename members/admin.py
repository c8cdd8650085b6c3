"""Members' conditions, symptoms and places are health data: the admin shows none of them."""
