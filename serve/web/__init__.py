"""The workbench: pages on the server, with htmx, Cytoscape.js and ECharts; English and Bahasa Indonesia."""
