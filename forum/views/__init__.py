"""What members send to the forum: load, call one service, lead on."""
