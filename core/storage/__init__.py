"""Results and files on disk, and work on several cores: nothing here knows RNA."""
