"""What to draw of a product: from its plain facts to a face, a cut and a picture in scale."""
