"""Authoring in the site: drafts of what is published, checked as they are typed, approved by a second person."""
