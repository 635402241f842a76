"""The engines that read print and handwriting, and how a setting names one."""
