"""The pages of trips: the trip itself, the rows that belong to it, its meetings."""
