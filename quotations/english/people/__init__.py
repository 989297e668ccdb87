"""Who a mention is: names, bodies, pronouns, roles."""
