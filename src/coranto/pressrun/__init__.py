"""The press run: the line for one issue, and the guard around it."""
