"""The networks that are trained here, in Keras."""
