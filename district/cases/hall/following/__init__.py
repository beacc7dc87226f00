"""What the firm's page of its case leads with: how it stands in a sentence, and what is to be done now."""
