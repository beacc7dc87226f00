"""FEEL and DMN for Python callers: plain values in, plain values out."""
