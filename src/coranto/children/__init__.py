"""Children: processes of ours that do what may hang, die or eat the machine, and the limits that they keep."""
