"""How a rule is read, judged, explained and swept. Pure Python; imports no Django and no room of the district."""
