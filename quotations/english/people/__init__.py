"""Who a mention is: names, organizations, pronouns, roles."""
