"""What people dropped, and the tables that it holds: which contract claims each of them."""
