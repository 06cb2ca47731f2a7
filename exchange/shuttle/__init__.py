"""The shuttle line: everything that crossed between the two countries, drawn from the data.

records (rows → events and table) → axis (events → places on a line) → picture (places → shapes).
"""
