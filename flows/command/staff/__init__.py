"""Commands about who works here and how offices outside are reached: changes from a day on, absences, addressees."""
