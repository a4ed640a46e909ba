"""What runs a model's weights. None is imported before a model is opened."""
