"""What follows an automatic grant's lists: offers to enterprises, cases made by the bureau, one click to confirm."""
