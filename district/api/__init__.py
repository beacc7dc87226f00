"""`/api/v1/`: made from what rooms bring (readings, lists, acts); imports no room."""
