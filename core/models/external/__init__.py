"""External models: Keras files that were brought, checked, opened and tried."""
