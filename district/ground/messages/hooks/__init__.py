"""Messages posted to a program of whoever they are for (webhooks): subscriptions, signing, and where they may go."""
