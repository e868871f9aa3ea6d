"""The judge of print: whether a printer can print what he gets.

What PDF/X-4 (ISO 15930-7) wants holds the press; what is a matter of paper,
screen and machine is asked, and its limits are `Limits` of the document.
"""
