"""What is told of money, for people and for programs."""
