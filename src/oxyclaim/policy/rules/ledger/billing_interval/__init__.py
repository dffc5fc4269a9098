"""How soon one rental month may follow another, and from whom."""
