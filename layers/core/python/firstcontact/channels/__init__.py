"""The channels through which customers write: chat and help-desk tickets."""
