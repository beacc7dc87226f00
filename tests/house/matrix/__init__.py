"""Who may do what: every address, list and act of the house as every role, on their own and on another's thing.

`matrix.csv` is read by people. A row is an act, a list or an address that is read (`what`, `which`) on a thing of a
firm, a person, a base, or of nobody (`of`); a column is a role, `firm` whose thing it is and `other_firm` another,
and so for agents, persons, officers, leaders, stewards; `holder` is the one person it belongs to. An empty cell:
there is no such role for this thing.

In acts, done with a full body and undone: `yes`; `no` by permission, however the thing stands; `404` not seen; `·`
its door is closed; `not now`: this person may, as the thing stands nobody can; `form` nothing this person could
choose. In addresses: `yes`, `on` leads on, `no`, `404`, `login`. In lists, whose rows are found: `a`, `b` of the firms
of either side, `p` of the person in the table, `q` of other persons, `1` `2` `3` of the two offices and of any other,
`n` of nobody; `none`; `·`.

The world is the demonstration with few firms (`world.py`), with roles (`roles.py`) and what it has none of
(`kinds.py`). `python -m tests.house.matrix` writes the file anew and says what changed.
"""
