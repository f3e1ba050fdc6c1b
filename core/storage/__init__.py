"""Results and files on disk, and work on several cores; this package knows nothing of RNA."""
