"""The auditor: attacks what would be published. It shares no code with disclosure control."""
