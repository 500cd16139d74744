"""stub"""
SCHEDULES=[]
SENSORS=[]
