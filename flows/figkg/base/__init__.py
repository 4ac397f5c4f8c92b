"""What everything stands on: errors, files, configuration, IRIs, progress, the life of processes."""
