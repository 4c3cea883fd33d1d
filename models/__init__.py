"""How unusual is it, how sure are we, and why? Features and rings become scores with reasons."""
