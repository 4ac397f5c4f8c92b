"""What a build does, without an orchestrator: records through the rooms, what is remembered, what is made of it."""
