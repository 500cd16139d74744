"""What leaves the house: charts, report site and open-data package; no figure is computed here."""
