"""Neural models for gistmill: strings in, strings out. Nothing heavy is imported until a model is opened."""
